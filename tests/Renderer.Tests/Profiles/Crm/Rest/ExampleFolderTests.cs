using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>The worked examples are folders that a node can be pointed at.</summary>
public sealed class ExampleFolderTests
{
    [Theory]
    [InlineData("klaviyo")]
    [InlineData("zoho")]
    [InlineData("pipedrive")]
    public void A_folder_has_settings_a_template_and_a_page_and_no_fault(string name)
    {
        var folder = Path.Combine(Tree.Root, "src/Renderer.Profiles/Crm/Rest/Examples", name);

        var workspace = TemplateFolder.Load(WorkspaceName.Default, folder, variable => variable.EndsWith("URL", StringComparison.Ordinal) || variable is "ZOHO_API" or "ZOHO_ACCOUNTS" ? null : "set", null, TimeProvider.System);

        Assert.Empty(workspace.Diagnostics);
        Assert.NotNull(workspace.Find("hello"));
        Assert.True(File.Exists(Path.Combine(folder, "README.md")));
    }
}

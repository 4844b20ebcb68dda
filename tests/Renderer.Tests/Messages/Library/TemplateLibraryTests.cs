using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages.Library;

public sealed class TemplateLibraryTests
{
    private static readonly WorkspaceName Workspace = WorkspaceName.Default;

    [Fact]
    public void A_published_version_that_cannot_be_opened_leaves_the_one_before_in_service()
    {
        using var bench = Workbench.Mail("<p>one</p>");
        var library = new TemplateLibrary(publishedRule: true);
        var first = bench.Template();
        library.Publish(Workspace, new Dictionary<string, Template?> { ["mail"] = first });
        bench.Write("mail/body.html", "<p>draft</p>");
        library.Put(bench.Load());
        library.Publish(Workspace, new Dictionary<string, Template?> { ["mail"] = null });
        Assert.Same(first, library.Find(Workspace, "mail", null).Template);
    }

    [Fact]
    public void A_draft_is_never_served_where_a_pointer_exists()
    {
        using var bench = Workbench.Mail("<p>draft</p>");
        var library = new TemplateLibrary(publishedRule: true);
        library.Put(bench.Load());
        library.Publish(Workspace, new Dictionary<string, Template?> { ["mail"] = null });
        var find = library.Find(Workspace, "mail", null);
        Assert.Null(find.Template);
        Assert.Equal(MessageFailure.TemplateInvalid, find.Failure);
        Assert.Equal("version_unopened", Assert.Single(find.Diagnostics!).Code);

        library.Publish(Workspace, new Dictionary<string, Template?>());
        Assert.NotNull(library.Find(Workspace, "mail", null).Template);
    }

    [Fact]
    public void Versions_that_are_no_longer_listed_are_forgotten()
    {
        var library = new TemplateLibrary(publishedRule: true);
        var versions = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            using var bench = Workbench.Mail($"<p>{n}</p>");
            library.Remember(Workspace, bench.Template());
            versions.Add(bench.Template().Version);
        }

        library.Forget(Workspace, "mail", but: versions[2..]);
        Assert.Equal(2, library.Remembered(Workspace, "mail"));
        Assert.Null(library.Find(Workspace, "mail", versions[0]).Template);
        Assert.NotNull(library.Find(Workspace, "mail", versions[3]).Template);
    }
}

using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Renderer.Tests.HouseRules;

/// <summary>Rules over compiled rooms; the server's tests ask the same of the rooms that only they see.</summary>
internal static class TypeRules
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Unsealed(IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsAbstract: false, IsSealed: false }
        select $"{type.FullName} is neither sealed, abstract nor static";

    public static IEnumerable<string> AsyncNames(IEnumerable<Type> types) =>
        from method in Asynchronous(types)
        where !method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "Main"
        select $"{Name(method)} is asynchronous, and its name does not say so";

    public static IEnumerable<string> Tokens(IEnumerable<Type> types) =>
        from method in Asynchronous(types)
        let parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray()
        let at = Array.IndexOf(parameters, typeof(CancellationToken))
        where at >= 0 && at != parameters.Length - 1
        select $"{Name(method)} takes its CancellationToken not last";

    /// <summary>Types that a person wrote: no generator's, no compiler's.</summary>
    public static IReadOnlyList<Type> Own(Assembly room) =>
        room.GetTypes().Where(type => type.Namespace?.StartsWith("Renderer", StringComparison.Ordinal) == true && !IsGenerated(type)).ToArray();

    private static IEnumerable<MethodInfo> Asynchronous(IEnumerable<Type> types) =>
        from type in types
        let foreign = type.GetInterfaces().Where(IsForeign).SelectMany(face => face.GetMethods()).Select(method => method.Name).ToHashSet()
        from method in type.GetMethods(Declared)
        where IsTask(method.ReturnType) && !method.IsSpecialName
        where !method.Name.Contains('<') && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !method.IsDefined(typeof(GeneratedCodeAttribute))
        where method.GetBaseDefinition() == method || !method.IsVirtual
        where !foreign.Contains(method.Name.Split('.')[^1])
        select method;

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)));

    private static bool IsForeign(Type face) => face.Namespace?.StartsWith("Renderer", StringComparison.Ordinal) != true;

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<') || type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsDefined(typeof(GeneratedCodeAttribute))
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}

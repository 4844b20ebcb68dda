using Renderer.Tests.Infrastructure;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

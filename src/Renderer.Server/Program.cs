using Renderer.Server.Cli;

return await CommandLine.RunAsync(args);

using NanoTcpClose.Companion.Cli;

return Root.Run(args, CliStreams.FromConsole());

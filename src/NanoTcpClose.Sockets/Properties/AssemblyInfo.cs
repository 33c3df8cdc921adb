// Only the board reads this file: the .csproj makes the same attributes from Directory.Build.props.

#if NANOFRAMEWORK_1_0
using System.Reflection;

[assembly: AssemblyTitle("NanoTcpClose.Sockets")]
[assembly: AssemblyDescription("Tracked sockets, the raw segment tap and the UDP link.")]
[assembly: AssemblyCompany("NanoTcpClose contributors")]
[assembly: AssemblyProduct("NanoTcpClose")]
[assembly: AssemblyCopyright("Copyright (c) 2026 NanoTcpClose contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: AssemblyInformationalVersion("0.1.0")]
#endif

using System.Linq;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class StubTests
{
    [Fact]
    public void EveryManifest_BecomesAnAssembly()
    {
        StubLibrary stubs = StubLibrary.Default;

        Assert.Contains(stubs.Manifests, manifest => manifest.AssemblyName == "mscorlib");
        Assert.All(stubs.Manifests, manifest => Assert.NotNull(stubs.Reference(manifest.AssemblyName)));
        Assert.All(stubs.Manifests, manifest => Assert.Contains("nanoFramework.", manifest.Source));
        Assert.True(stubs.Manifests.Sum(manifest => manifest.Entries.Count) > 2000);
    }
}

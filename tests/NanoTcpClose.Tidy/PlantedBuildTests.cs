// Invariant: every rule about device code is shown to fail on a violation made for it, and to pass on the lawful
// neighbour.

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class PlantedBuildTests
{
    [Theory]
    [InlineData("public class A { public volatile int X; }", "IsVolatile")]
    [InlineData("public class A { public int? X; }", "Nullable")]
    [InlineData("public record A(int X);", "IEquatable")]
    [InlineData("public class A { public (int, int) F() { return (1, 2); } }", "ValueTuple")]
    [InlineData("public class A { public async void F() { await G(); } object G() { return null; } }", "")]
    [InlineData("public class A { public System.Collections.IEnumerator F() { yield return 1; } }", "IEnumerator")]
    [InlineData("public class A { public System.Span<byte> X; }", "Span")]
    [InlineData("public class A { public int F(int[] a) { return a[^1]; } }", "Index")]
    [InlineData("public class A { public System.Func<int> X; }", "Func")]
    [InlineData("public class A { public void F(System.Net.Sockets.Socket s) { s.Shutdown(0); } }", "Shutdown")]
    [InlineData("public class A { public int F() { return System.Math.Max(1, 2); } }", "Math")]
    [InlineData("namespace A; public class B { }", "file-scoped")]
    [InlineData("#if NANOFRAMEWORK_1_0\npublic class A { public Missing X; }\n#endif", "Missing")]
    public void BoardBuild_DoesNotCompile(string source, string part)
    {
        Expect.One(BoardCompiler.Errors(BoardCompiler.CompileText(source)), part);
    }

    [Theory]
    [InlineData("public class A<T> { }", "generics")]
    [InlineData("public class A { public T F<T>(T x) { return x; } }", "generics")]
    [InlineData("public class A { public int[,] X; }", "multidimensional")]
    [InlineData("public class A { public void F() { var x = new int[2, 2]; x[0, 1] = 1; } }", "multidimensional")]
    [InlineData("public class A { public unsafe void F() { byte* x = stackalloc byte[4]; x[0] = 1; } }", "stackalloc")]
    [InlineData("public class A { public unsafe void F(byte[] a) { fixed (byte* x = a) { *x = 1; } } }", "fixed")]
    [InlineData("public class A { public int F(int x) { return checked(x + 1); } }", "checked")]
    [InlineData("public class A { public byte F(int x) { return checked((byte)x); } }", "checked")]
    [InlineData("public interface A { void F() { } }", "default interface")]
    public void InstructionGate_Refuses(string source, string part)
    {
        Expect.One(InstructionGate.Check(Planted(source)), part);
    }

    [Theory]
    [InlineData("public class A { static readonly object s_x = new object(); }")]
    [InlineData("public class A { public static int X = B.Y; } public class B { public static int Y = 3; }")]
    [InlineData("public class A { public static int X; static A() { X = F(); } static int F() { return 1; } }")]
    public void StaticInitialiserGate_Refuses(string source)
    {
        Expect.One(StaticInitialiserGate.Check(Planted(source)), "static initialiser");
    }

    [Theory]
    [InlineData("string F(E e) { return e.ToString(); }")]
    [InlineData("string F(E e) { return $\"state {e}\"; }")]
    [InlineData("string F(E e) { return \"state \" + e; }")]
    [InlineData("string F(E e) { return string.Format(\"{0}\", e); }")]
    public void EnumTextGate_Refuses(string method)
    {
        Expect.One(EnumTextGate.Check(BoardCompiler.CompileText("enum E { X } class A { " + method + " }")), "enum");
    }

    [Theory]
    [InlineData("public object F() { return new object(); }", "A.F: makes a System.Object")]
    [InlineData("public void F() { G(); } void G() { _x = new byte[4]; } byte[] _x;", "A.F > A.G: makes an array")]
    [InlineData("public object F(int x) { return x; }", "A.F: boxes System.Int32")]
    [InlineData("public string F(string x) { return x + x; }", "A.F: calls M:System.String.Concat")]
    [InlineData("public string F(int x) { return x.ToString(); }", "A.F: calls M:System.Int32.ToString")]
    [InlineData("public H F(int x) { return () => x; } public delegate int H();", "A.F: makes a A/<>c__DisplayClass")]
    [InlineData("public void F() { throw new System.NotSupportedException(); }", "makes a System.NotSup")]
    [InlineData("I _i; public void F() { _i.G(); } interface I { void G(); } class B : I { public void G() => new B(); }",
        "F > B.G")]
    public void AllocationGate_Refuses(string members, string part)
    {
        ModuleDefinition module = Planted("public class A { " + members + " }");

        Expect.One(new AllocationGate(module, new Dictionary<string, string>()).Check(), part);
    }

    [Fact]
    public void ApiGate_RefusesWhatNoManifestLists()
    {
        ModuleDefinition module = Planted("public class A { public int F(string s) { return s.IndexOf('x'); } }");
        ApiManifest core = StubLibrary.Default.Manifests.Single(one => one.AssemblyName == "System.Threading");
        Dictionary<string, string> none = new();

        IReadOnlyList<string> findings = new ApiGate([core], ["Planted"], none).Check(module, new HashSet<string>());
        Expect.One(findings, "M:System.String.IndexOf(System.Char)");
        Expect.One(findings, "T:System.Object");
        Expect.None(new ApiGate([core], ["Planted"], none).Check(module, new HashSet<string> { "A" }));
        Expect.None(new ApiGate(StubLibrary.Default.Manifests, ["Planted"], none).Check(module, new HashSet<string>()));
    }

    [Fact]
    public void Gates_PassWhatIsSafe()
    {
        const string Source = @"
            using System;
            public enum E : byte { X, Y }
            public struct P { public int X; public P(int x) { X = x; } }
            public sealed class A
            {
                private static readonly ushort[] s_table = { 1, 2, 3 };
                private static readonly string[] s_names = { ""a"", ""b"" };
                private readonly byte[] _rows = new byte[16];
                private readonly object _lock = new object();
                public int Count { get; private set; }
                public int F(uint seq, E e, ref P p)
                {
                    if (_rows == null) { throw new ArgumentNullException(); }
                    lock (_lock)
                    {
                        unchecked { Count += (int)(seq - s_table[1]); }
                        P q = new P(3);
                        Array.Copy(_rows, 0, _rows, 4, 4);
                        return e switch { E.X => q.X, _ => s_names[0].Length + p.X };
                    }
                }
            }";
        CSharpCompilation compilation = BoardCompiler.CompileText(Source);

        Expect.None(BoardCompiler.Errors(compilation));
        ModuleDefinition module = BoardCompiler.Module(compilation);
        Expect.None(InstructionGate.Check(module));
        Expect.None(StaticInitialiserGate.Check(module));
        Expect.None(EnumTextGate.Check(compilation));
        Expect.None(new AllocationGate(module, new Dictionary<string, string>()).Check());
    }

    private static ModuleDefinition Planted(string source)
    {
        return BoardCompiler.Module(BoardCompiler.CompileText(source));
    }
}

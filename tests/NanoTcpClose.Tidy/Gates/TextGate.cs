// Invariant: the rules here are those that no analyzer has; the numbers are limits, the aims are lower.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Lengths of files, lines and methods, leftovers, and the head of each C# file.</summary>
public static class TextGate
{
    private const int FileLines = 400;
    private const int MethodLines = 70;
    private const int Columns = 208;
    private const int WantedColumns = 120;

    // Written in two halves so that this file passes its own rule.
    private static readonly string[] s_leftovers = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"];

    public static IReadOnlyList<string> Check(string path, string text, bool deviceSide)
    {
        string[] lines = text.Replace("\r\n", "\n").Split('\n');
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        return CheckLines(path, lines)
            .Concat(CheckMethods(path, root))
            .Concat(CheckHead(path, text, lines[0]))
            .Concat(CheckTypes(path, (CompilationUnitSyntax)root, deviceSide))
            .ToList();
    }

    /// <summary>Lines over the width of the house; a test lets their number only fall.</summary>
    public static int LongLines(string text)
    {
        return text.Split('\n').Count(line => line.TrimEnd('\r').Length > WantedColumns);
    }

    private static IEnumerable<string> CheckLines(string path, string[] lines)
    {
        if (lines.Length - 1 > FileLines)
        {
            yield return $"{path}: {lines.Length - 1} lines, more than {FileLines}";
        }

        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            string place = $"{path}({index + 1})";
            if (line.Length > Columns)
            {
                yield return $"{place}: {line.Length} columns, more than {Columns}";
            }

            if (line.Contains('\t'))
            {
                yield return $"{place}: a tab";
            }

            if (line.Length > 0 && char.IsWhiteSpace(line[^1]))
            {
                yield return $"{place}: blanks at the end";
            }

            foreach (string leftover in s_leftovers.Where(line.Contains))
            {
                yield return $"{place}: {leftover}";
            }
        }
    }

    private static IEnumerable<string> CheckMethods(string path, SyntaxNode root)
    {
        return root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax)
            .Select(node => (Node: node, Lines: LinesOf(node)))
            .Where(method => method.Lines > MethodLines)
            .Select(one => $"{path}({LineOf(one.Node)}): a method of {one.Lines} lines, more than {MethodLines}");
    }

    private static IEnumerable<string> CheckHead(string path, string text, string firstLine)
    {
        if (text.StartsWith('\uFEFF'))
        {
            yield return $"{path}: a byte order mark";
        }

        if (!new[] { "//", "using ", "namespace ", "#if ", "[assembly", "global using " }.Any(firstLine.StartsWith))
        {
            yield return $"{path}: begins with neither a comment nor code";
        }

        if (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            yield return $"{path}: ends in no line break, or in more than one";
        }
    }

    private static IEnumerable<string> CheckTypes(string path, CompilationUnitSyntax root, bool deviceSide)
    {
        if (!deviceSide)
        {
            yield break;
        }

        if (root.DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>().Any())
        {
            yield return $"{path}: a file-scoped namespace is C# 10; the board compiles C# 9";
        }

        List<string> names = root.DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node.Parent is BaseNamespaceDeclarationSyntax)
            .Select(NameOf)
            .Where(name => name.Length > 0)
            .ToList();
        string file = Path.GetFileNameWithoutExtension(path).Split('.')[0];
        if (names.Count > 1)
        {
            yield return $"{path}: several types in one file: {string.Join(", ", names)}";
        }
        else if (names.Count == 1 && names[0] != file)
        {
            yield return $"{path}: holds the type {names[0]}";
        }
    }

    private static string NameOf(MemberDeclarationSyntax node)
    {
        return node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => "",
        };
    }

    private static int LinesOf(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int LineOf(SyntaxNode node)
    {
        return node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
    }
}

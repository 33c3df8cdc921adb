// Invariant: an enum never becomes text by itself, because the board gives its number where the desktop gives its name.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Refuses ToString, interpolation, concatenation and formatting of enums.</summary>
public static class EnumTextGate
{
    private static readonly string[] s_writers = ["String", "StringBuilder", "Console", "Debug"];

    public static IReadOnlyList<string> Check(CSharpCompilation compilation)
    {
        return compilation.SyntaxTrees.SelectMany(tree => Check(tree, compilation.GetSemanticModel(tree))).ToList();
    }

    private static IEnumerable<string> Check(SyntaxTree tree, SemanticModel model)
    {
        return tree.GetRoot().DescendantNodes()
            .SelectMany(node => TextOperands(node, model))
            .Where(expression => model.GetTypeInfo(expression).Type?.TypeKind == TypeKind.Enum)
            .Select(expression => $"{Place(expression)}: '{expression}' is an enum made text; boards print numbers");
    }

    private static IEnumerable<ExpressionSyntax> TextOperands(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case InterpolationSyntax hole:
                return [hole.Expression];
            case MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } access:
                return [access.Expression];
            case BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && IsText(sum, model):
                return [sum.Left, sum.Right];
            case AssignmentExpressionSyntax sum when IsText(sum, model):
                return [sum.Right];
            case InvocationExpressionSyntax call when WritesText(call, model):
                return call.ArgumentList.Arguments.Select(argument => argument.Expression);
            default:
                return [];
        }
    }

    private static string Place(SyntaxNode node)
    {
        return $"{node.SyntaxTree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1})";
    }

    private static bool IsText(ExpressionSyntax expression, SemanticModel model)
    {
        return model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_String;
    }

    private static bool WritesText(InvocationExpressionSyntax call, SemanticModel model)
    {
        return model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && s_writers.Contains(method.ContainingType.Name);
    }
}

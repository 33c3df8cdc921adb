using System;
using System.Globalization;
using System.Text;

namespace NanoTcpClose.Companion.Views;

/// <summary>Text that is safe inside SVG and HTML, in elements and in quoted attributes.</summary>
internal static class Markup
{
    /// <summary>Adds markup with numbers in the invariant form; texts in it are escaped by the caller.</summary>
    internal static StringBuilder Add(this StringBuilder target, FormattableString markup)
    {
        return target.Append(markup.ToString(CultureInfo.InvariantCulture));
    }

    internal static string Escape(string text)
    {
        return text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;")
            .Replace("'", "&#39;");
    }
}

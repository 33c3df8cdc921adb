namespace NanoTcpClose.App
{
    /// <summary>The unchanging beginning of the status page. Literals stay in flash; they are copied for each answer.</summary>
    internal static class PageStyle
    {
        /// <summary>
        /// The empty icon keeps browsers from asking for one, for every request costs a slot; the refresh uses the connection
        /// that is kept alive.
        /// </summary>
        internal const string Head =
            "<!doctype html><html lang=en><meta charset=utf-8>"
            + "<meta name=viewport content='width=device-width,initial-scale=1'><meta http-equiv=refresh content=5>"
            + "<link rel=icon href=data:,><title>NanoTcpClose</title><style>"
            + ":root{color-scheme:light dark;--l:#d9dee4;--m:#5b6672;--g:#12805c;--y:#9a6700;--r:#c62f3a}"
            + "@media(prefers-color-scheme:dark){:root{--l:#333a42;--m:#9aa5b1;--g:#3fb68b;--y:#d9a53a;--r:#f2777f}}"
            + "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:auto;padding:1rem}"
            + "h1{font-size:1.25rem;margin:0}h2{font-size:1rem;margin:1.5rem 0 .25rem}p{margin:0;color:var(--m)}"
            + ".n{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;margin:1rem 0}.n b{display:block;color:CanvasText;font-size:2rem;line-height:1.2}"
            + ".g{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:0 2.5rem}"
            + "table{border-collapse:collapse;width:100%}"
            + "td,th{border-top:1px solid var(--l);padding:.2rem 0;text-align:left;font-weight:400}"
            + "th{color:var(--m);border:0}td+td,th+th{text-align:right;padding-left:1rem}"
            + ".g0{color:var(--g)}.g1{color:var(--y)}.g2{color:var(--r)}a{color:inherit}</style><h1>NanoTcpClose</h1>";
    }
}

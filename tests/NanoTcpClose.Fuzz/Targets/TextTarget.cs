using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>The same for lines of the text skin among other text.</summary>
internal sealed class TextTarget : DecoderTarget
{
    public override string Name => "text";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (byte[] log in TraceSeeds.Logs(text: true))
        {
            yield return Portioned(log);
            yield return Portioned(
                [.. "boot: wifi up\r\nI (123) app: ~NTC "u8, .. log, .. "~NTC1 T 004D 12 3 CLOSED>"u8]);
        }

        yield return Portioned([.. TraceSeeds.Log(true, 5).Concat(TraceSeeds.Log(false, 6))]);
    }
}

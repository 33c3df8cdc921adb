using System.IO;
using System.Text;

namespace NanoTcpClose.Soak.Hostile;

/// <summary>A terminal that keeps nothing and counts what could steer it.</summary>
internal sealed class WatchingWriter : TextWriter
{
    public long Characters { get; private set; }

    public long Control { get; private set; }

    public string LastLine { get; private set; } = "";

    public override Encoding Encoding => Encoding.UTF8;

    private readonly StringBuilder _line = new();

    public override void Write(char value)
    {
        Characters++;
        if (value == '\n')
        {
            LastLine = _line.Length > 0 ? _line.ToString() : LastLine;
            _line.Clear();
            return;
        }

        Control += char.IsControl(value) && value != '\t' ? 1 : 0;
        if (_line.Length < 400)
        {
            _line.Append(value);
        }
    }
}

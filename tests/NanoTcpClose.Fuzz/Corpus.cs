using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Fuzz;

/// <summary>The committed inputs: Corpus/TARGET/*; those named bug-* are what a bug was found with.</summary>
internal static class Corpus
{
    public static IEnumerable<CorpusEntry> Read(string target)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Corpus", target);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(path => new CorpusEntry(Path.GetFileName(path), File.ReadAllBytes(path)))
            : [];
    }
}

using System;
using NanoTcpClose.Benchmarks;

if (args is ["compare"])
{
    try
    {
        return new Compare().Run();
    }
    catch (InvalidOperationException e)
    {
        Console.Error.WriteLine($"--- {e.Message}");
        return 2;
    }
}

Console.Error.WriteLine("--- usage: dotnet run -c Release --project tests/NanoTcpClose.Benchmarks -- compare");
return 2;

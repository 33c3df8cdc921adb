// Invariant: the namespace belongs to one thread and lives as long as that thread or a socket made on it. Work that
// creates
// something in the namespace runs on the thread; a socket, once made, may be used from anywhere.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>A network namespace, with a private mount namespace, made inside this process. Needs root.</summary>
public sealed class NetworkNamespace : IDisposable
{
    private const int JoinWaitMs = 5000;

    private readonly BlockingCollection<Action> _work = new BlockingCollection<Action>();
    private readonly Thread _thread;

    /// <summary>Makes the namespace.</summary>
    /// <exception cref="InvalidOperationException">Not permitted; the message names what is missing.</exception>
    public NetworkNamespace()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        try
        {
            Run(Enter);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs work on the thread of the namespace and waits for it; its exception is thrown here.</summary>
    public void Run(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ExceptionDispatchInfo? failure = null;
        using ManualResetEventSlim done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            done.Set();
        });
        done.Wait();
        failure?.Throw();
    }

    /// <summary>Runs work on the thread of the namespace and hands on what it returns.</summary>
    public T Run<T>(Func<T> work)
    {
        T result = default!;
        Run(() =>
        {
            result = work();
        });
        return result;
    }

    /// <summary>Sets a parameter of this namespace, for example net.ipv4.tcp_fin_timeout.</summary>
    /// <param name="name">Name with dots.</param>
    /// <param name="value">Its new value.</param>
    public void SetParameter(string name, string value)
    {
        string path = "/proc/sys/" + name.Replace('.', '/');
        Run(() => File.WriteAllText(path, value));
    }

    /// <summary>
    /// Reads a file below /proc as a thread of this namespace sees it, for example /proc/thread-self/net/sockstat.
    /// </summary>
    public string ReadFile(string path)
    {
        return Run(() => File.ReadAllText(path));
    }

    /// <summary>Brings up the loopback device, which a new namespace has but down.</summary>
    public void RaiseLoopback()
    {
        Run(() => TunDevice.BringUp("lo"));
    }

    /// <summary>Ends the thread; the kernel removes the namespace with its last socket.</summary>
    public void Dispose()
    {
        if (!_work.IsAddingCompleted)
        {
            _work.CompleteAdding();
            _thread.Join(JoinWaitMs);
        }
    }

    private static void Enter()
    {
        LibC.Check(LibC.Unshare(LibC.CloneNewNs | LibC.CloneNewNet), "unshare for a network namespace");
        LibC.Check(LibC.Mount("none", "/", null, LibC.MsRecursive | LibC.MsPrivate, 0), "mount for a private namespace");
        const string SwitchIpv6Off = "/proc/sys/net/ipv6/conf/all/disable_ipv6";
        if (File.Exists(SwitchIpv6Off))
        {
            File.WriteAllText(SwitchIpv6Off, "1");
        }
    }

    private void Serve()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}

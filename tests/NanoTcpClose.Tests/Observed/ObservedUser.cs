// Invariant: the same calls to the observer, in the same order, as TrackedSocket makes around those of a real socket;
// between any two of them the world goes on.

using System;
using NanoTcpClose.Sockets;
using NanoTcpClose.Tests.Sockets;

namespace NanoTcpClose.Tests.Observed;

/// <summary>The user of the stack and of the observer.</summary>
internal sealed class ObservedUser(ObservedStack stack, ObserverRig rig, int handle, Action world, Action rest, Action sync)
{
    private const int MaxLooks = 20;
    private bool _broken;
    private bool _halfClosed;
    private bool _ended;
    private int _seenUnread;

    private CloseObserver Observer => rig.Observer;

    public void Send(int count)
    {
        if (!_halfClosed && !_ended)
        {
            Observer.Sent(handle, count);
            world();
            Observer.Sent(handle, stack.Send(count) ? 0 : -count);
        }
    }

    public void Read(int most)
    {
        if (_ended || _broken)
        {
            return;
        }

        if (stack.Unread == 0)
        {
            Look();
            return;
        }

        int count = stack.Read(most);
        world();
        Observer.Received(handle, count, rig.Now);
    }

    public void ShutWrite(bool closing)
    {
        if (_halfClosed || _ended)
        {
            return;
        }

        Begin(_ => Observer.ShuttingWrite(handle, closing, rig.Now), false, false);
        world();
        stack.Shutdown();
        _halfClosed = true;
        world();
        if (Look() == PeerCondition.DataWaiting)
        {
            sync();
            Observer.DataWaits(handle);
        }

        Return();
    }

    /// <summary>A full close, on a platform with half-close or in one call.</summary>
    public void Close(bool inOneCall)
    {
        if (_ended)
        {
            return;
        }

        sync();
        if (!inOneCall && !_halfClosed && Look() is PeerCondition.Idle or PeerCondition.PeerClosed)
        {
            ShutWrite(true);
        }

        Begin(unread => Observer.Closing(handle, unread, rig.Now), false, true);
        world();
        stack.Close();
        _ended = true;
        world();
        Return();
    }

    public void Abort()
    {
        if (_ended)
        {
            return;
        }

        sync();
        Begin(unread => Observer.Aborting(handle, unread, rig.Now), true, false);
        world();
        stack.Abort();
        _ended = true;
        world();
        Return();
    }

    public PeerCondition Look()
    {
        _seenUnread = 0;
        world();
        if (IsBroken())
        {
            return PeerCondition.Broken;
        }

        world();
        if (stack.Unread > 0)
        {
            _seenUnread = stack.Unread;
            return PeerCondition.DataWaiting;
        }

        if (!stack.IsAtEnd)
        {
            // A reset since shows in the read.
            return IsBroken() ? PeerCondition.Broken : PeerCondition.Idle;
        }

        sync();
        Observer.EndOfData(handle, rig.Now);
        return PeerCondition.PeerClosed;
    }

    private bool IsBroken()
    {
        FinBeforeReset error = stack.TakeError();
        if (_broken || error != FinBeforeReset.Unknown)
        {
            _broken = true;
            sync();
            Observer.ResetSeen(handle, error, rig.Now);
        }

        return _broken;
    }

    private void Begin(Action<int> tell, bool aborts, bool closes)
    {
        for (int look = 1; ; look++)
        {
            PeerCondition seen = Look();
            int unread = _seenUnread;
            world();
            bool cuts = aborts || (closes && unread > 0);
            bool ahead = Observer.IsAhead(handle, seen, unread, cuts, rig.Now);
            if (!ahead || look == MaxLooks)
            {
                if (ahead)
                {
                    Observer.Doubted(handle);
                }

                tell(unread);
                return;
            }

            rest();
        }
    }

    private void Return()
    {
        sync();
        Observer.CallReturned(handle, rig.Now);
    }
}

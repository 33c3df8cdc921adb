// The members of nanoFramework.TestFramework that the tests use, with the same signatures; only the desktop build has them.

#if !NANOFRAMEWORK_1_0
using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Stands for the board's Assert.</summary>
    public static class Assert
    {
        public static void AreEqual(int expected, int actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(uint expected, uint actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(long expected, long actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(string expected, string actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected, actual, message);
            }
        }

        public static void AreEqual(byte expected, byte actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(ushort expected, ushort actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(ulong expected, ulong actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(bool expected, bool actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(char expected, char actual, string message = "")
        {
            if (expected != actual)
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreEqual(object expected, object actual, string message = "")
        {
            if (!Equals(expected, actual))
            {
                Fail(expected.ToString(), actual.ToString(), message);
            }
        }

        public static void AreNotEqual(int notExpected, int actual, string message = "")
        {
            if (notExpected == actual)
            {
                Fail("another value", actual.ToString(), message);
            }
        }

        public static void AreNotEqual(uint notExpected, uint actual, string message = "")
        {
            if (notExpected == actual)
            {
                Fail("another value", actual.ToString(), message);
            }
        }

        public static void IsTrue(bool condition, string message = "")
        {
            if (!condition)
            {
                Fail("true", "false", message);
            }
        }

        public static void IsFalse(bool condition, string message = "")
        {
            if (condition)
            {
                Fail("false", "true", message);
            }
        }

        public static void ThrowsException(Type exceptionType, Action action, string message = "")
        {
            Exception thrown = null;
            try
            {
                action();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }

            string actual = thrown == null ? "nothing" : thrown.GetType().Name;
            if (actual != exceptionType.Name)
            {
                Fail(exceptionType.Name, actual, message);
            }
        }

        // Text is made only for a failure, so that the memory tests measure the engine and not the adapter.
        private static void Fail(string expected, string actual, string message)
        {
            Xunit.Assert.Fail("expected " + expected + ", was " + actual + ". " + message);
        }
    }
}
#endif

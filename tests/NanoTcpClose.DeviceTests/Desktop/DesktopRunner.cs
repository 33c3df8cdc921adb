#if !NANOFRAMEWORK_1_0
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;
using TestClassAttribute = nanoFramework.TestFramework.TestClassAttribute;
using TestMethodAttribute = nanoFramework.TestFramework.TestMethodAttribute;

namespace NanoTcpClose.DeviceTests
{
    /// <summary>Runs every device test under the desktop's test runner.</summary>
    public sealed class DesktopRunner
    {
        private const int FewestTests = 80;

        public static IEnumerable<object[]> Tests()
        {
            return from type in typeof(DesktopRunner).Assembly.GetTypes()
                   where type.GetCustomAttribute<TestClassAttribute>() != null
                   orderby type.Name
                   from method in type.GetMethods()
                   where method.GetCustomAttribute<TestMethodAttribute>() != null
                   select new object[] { type.Name + "." + method.Name };
        }

        [Theory]
        [MemberData(nameof(Tests))]
        public void DeviceTest(string name)
        {
            string[] parts = name.Split('.');
            Type type = typeof(DesktopRunner).Assembly.GetType("NanoTcpClose.DeviceTests." + parts[0]);
            object instance = Activator.CreateInstance(type);
            Action run = (Action)type.GetMethod(parts[1]).CreateDelegate(typeof(Action), instance);
            run();
        }

        [Fact]
        public void EnoughTests()
        {
            Xunit.Assert.True(Tests().Count() >= FewestTests);
        }
    }
}
#endif

#if !NANOFRAMEWORK_1_0
using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Marks a class of tests.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TestClassAttribute : Attribute
    {
    }
}
#endif

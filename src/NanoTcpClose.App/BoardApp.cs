namespace NanoTcpClose.App
{
    /// <summary>The application that every board runs.</summary>
    public sealed partial class BoardApp
    {
        /// <summary>Tells that the deadline timer fired. It only signals; any thread may call it.</summary>
        public void OnTimer()
        {
        }
    }
}

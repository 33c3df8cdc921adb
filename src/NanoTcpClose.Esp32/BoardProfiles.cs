// Made from the files in boards/ by the test BoardProfilesTests; run it with UPDATE_GENERATED=1 after a change there.

namespace NanoTcpClose.Esp32
{
    /// <summary>The boards that have a file, found by the target name of their firmware.</summary>
    internal static class BoardProfiles
    {
        /// <summary>Gets the board for a firmware; an unknown one is taken for the classic ESP32.</summary>
        internal static BoardProfile For(string target)
        {
            switch (target)
            {
                case "ESP32_C3":
                    return new BoardProfile(
                        "esp32-c3-devkitm-1", "COM2", 6, 7, 921600, 8, -1);
                case "ESP32_C6_THREAD":
                    return new BoardProfile(
                        "esp32-c6-devkitc-1", "COM1", 16, 17, 921600, 16, -1);
                case "ESP32_S2":
                    return new BoardProfile(
                        "esp32-s2-saola-1", "COM2", 17, 16, 921600, 16, -1);
                case "ESP32_S3_QUAD":
                    return new BoardProfile(
                        "esp32-s3-devkitc-1", "COM1", 43, 44, 921600, 16, -1);
                case "ESP32_PSRAM_REV3":
                    return new BoardProfile(
                        "esp32-wrover-kit", "COM2", 26, 27, 921600, 16, 2);
                default:
                    return new BoardProfile(
                        "esp32-devkitc-v4", "COM2", 17, 16, 921600, 16, -1);
            }
        }
    }
}

using System.Runtime.Versioning;

// The local node is made of Linux's namespaces, and files on it have modes.
[assembly: SupportedOSPlatform("linux")]

System.Console.WriteLine("windlass");

namespace Windlass.HAProxy.Tests.Parsing;

/// <summary>Answers as a real HAProxy gives them, shortened to what is read and a column that is not.</summary>
internal static class Answers
{
    internal const string Info = "Name: HAProxy\nVersion: 2.6.12-1+deb12u4\nPid: 8200\nUptime_sec: 1\nnode: vm\nStopping: 0\nBuild info: 2.6.12\n\n";

    internal const string StatHeader = "# pxname,svname,qcur,scur,status,bck,tracked,type,check_status,last_chk,\n";

    internal const string StateHeader = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_fqdn srv_port\n";

    internal static string Stat(params string[] rows) => StatHeader + string.Concat(rows.Select(row => row + "\n")) + "\n";

    internal static string State(params string[] rows) => StateHeader + string.Concat(rows.Select(row => row + "\n")) + "\n";

    /// <summary>A whole answer with one server <c>b/s1</c>.</summary>
    internal static string One(string status, string checkStatus = "L4OK", int adminBits = 0, string tracked = "", string before = "") =>
        before + Info + Stat($"b,s1,0,0,{status},0,{tracked},2,{checkStatus},,") + State($"3 b 1 s1 10.0.0.1 2 {adminBits} - 80");
}

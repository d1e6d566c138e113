using System.Globalization;
using System.Text;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Renders tags as <c>a="x",b="y"</c>: sorted by name, escaped, one spelling for each set of labels, so that the text is the identity
/// of a series. Reuses its buffers and is not thread-safe: a family holds its lock while it renders.
/// </summary>
internal sealed class LabelText
{
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly StringBuilder _text = new();

    private char[] _rendered = new char[256];

    /// <summary>The labels of the last rendering.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>Valid until the next rendering.</summary>
    internal ReadOnlySpan<char> Render(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricKind kind)
    {
        _labels.Clear();
        _text.Clear();
        foreach (var (key, value) in tags)
        {
            Add(PrometheusName.OfLabel(key), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", kind);
        }

        _labels.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        foreach (var (name, value) in _labels)
        {
            _text.Append(_text.Length == 0 ? "" : ",").Append(name).Append("=\"");
            AppendEscaped(value);
            _text.Append('"');
        }

        if (_rendered.Length < _text.Length)
        {
            _rendered = new char[_text.Length * 2];
        }

        _text.CopyTo(0, _rendered, _text.Length);
        return _rendered.AsSpan(0, _text.Length);
    }

    private void Add(string name, string value, MetricKind kind)
    {
        // To Prometheus an empty label is an absent one. `le` is the histogram's own. Of two alike the first is kept.
        var isReserved = kind == MetricKind.Histogram && name == "le";
        if (value.Length == 0 || isReserved)
        {
            return;
        }

        foreach (var label in _labels)
        {
            if (label.Key == name)
            {
                return;
            }
        }

        _labels.Add(new(name, value));
    }

    private void AppendEscaped(string value)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => _text.Append("\\\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(character),
            };
        }
    }
}

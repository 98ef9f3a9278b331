//! Charts that a terminal can show: bars, and a curve that falls from all to nothing. They fit the paper, and the same
//! figures give the same characters.

use super::Paper;

/// Eighths of a block.
const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// How wide a curve is where nothing bounds it, and how high.
const WIDTH: usize = 72;
const HEIGHT: usize = 8;
/// The columns before a curve: its scale.
const SCALE: usize = 7;

/// A bar for a number, `room` columns wide where it is as much as `most`.
pub fn bar(number: u64, most: u64, room: usize) -> String {
    if most == 0 {
        return String::new();
    }
    let room = u64::try_from(room).unwrap_or(u64::MAX);
    let eighths = u128::from(number.min(most)) * u128::from(room) * 8 / u128::from(most);
    // What is there is seen, however little it is.
    let eighths = usize::try_from(eighths).unwrap_or(0).max(usize::from(number > 0));
    let rest = PARTS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{rest}", "█".repeat(eighths / 8))
}

/// A curve of shares (0 to 1) that holds from each day on until the next; before the first everything is open.
pub fn curve(points: &[(i64, f64)], paper: Paper) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let (from, to) = (first.0.min(0), last.0.max(1));
    let width = paper.width.map_or(WIDTH, |width| width.saturating_sub(SCALE).min(WIDTH)).max(10);
    let day_at = |column: usize| {
        let column = i128::try_from(column).unwrap_or(0);
        let steps = i128::try_from(width - 1).unwrap_or(1).max(1);
        i128::from(from) + (i128::from(to) - i128::from(from)) * column / steps
    };
    let share_at = |column: usize| {
        let day = day_at(column);
        points.iter().take_while(|(days, _)| i128::from(*days) <= day).last().map_or(1.0, |(_, share)| *share)
    };
    let shares: Vec<f64> = (0..width).map(share_at).collect();
    let mut out = String::new();
    for line in 0..HEIGHT {
        // A line stands for the shares between its lower and its upper edge.
        #[allow(clippy::cast_precision_loss)]
        let floor = (HEIGHT - 1 - line) as f64 / HEIGHT as f64;
        let scale = match line {
            0 => "100 %",
            line if line == HEIGHT / 2 => " 50 %",
            _ => "",
        };
        let full: String = shares.iter().map(|share| if *share > floor { '█' } else { ' ' }).collect();
        out.push_str(format!("{scale:>5} │{full}").trim_end());
        out.push('\n');
    }
    let left = from.to_string();
    // Where the unit has no room, the number stands alone; where that has none either, the scale has no end.
    let fits = |right: &String| left.len() + 1 + right.len() <= width;
    let unit = if to == 1 { "day" } else { "days" };
    let right = [format!("{to} {unit}"), to.to_string()].into_iter().find(fits).unwrap_or_default();
    let gap = width.saturating_sub(left.len() + right.len());
    out.push_str(&format!(
        "  0 % └{}\n{}{left}{}{right}\n",
        "─".repeat(width),
        " ".repeat(SCALE),
        " ".repeat(gap)
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_bar_is_as_long_as_its_number() {
        assert_eq!(bar(4, 4, 4), "████");
        assert_eq!(bar(1, 8, 4), "▌");
        assert_eq!(bar(1, u64::MAX, 4), "▏");
        assert_eq!(
            (bar(0, 4, 4), bar(0, 0, 4), bar(9, 4, 2)),
            (String::new(), String::new(), "██".to_owned())
        );
    }

    #[test]
    fn a_curve_keeps_the_width_of_its_paper_and_falls() {
        let points = [(-3, 0.9), (10, 0.5), (i64::from(i32::MAX), 0.0)];
        for room in [20, 40, 79, 200] {
            let text = curve(&points, Paper { colour: false, width: Some(room) });
            assert!(text.lines().all(|line| UnicodeWidthStr::width(line) <= room), "{text}");
        }
        let text = curve(&[(10, 0.5), (20, 0.0)], Paper::default());
        let filled: Vec<usize> = text.lines().take(HEIGHT).map(|line| line.matches('█').count()).collect();
        assert!(filled.is_sorted(), "{text}");
        assert!(text.ends_with(" 20 days\n"), "{text}");
        assert!(curve(&[(0, 0.5)], Paper::default()).ends_with(" 1 day\n"));
        assert_eq!(curve(&[], Paper::default()), "");
    }
}

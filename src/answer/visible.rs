//! Text as it may be shown: a published cell or a user's file may hold anything.

use std::borrow::Cow;

/// Replaces what would steer a terminal, and drops what would turn the direction of writing or hide
/// letters. Line breaks stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|one| is_control(one) || is_hidden(one)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|one| !is_hidden(*one));
    kept.map(|one| if is_control(one) { '\u{fffd}' } else { one })
        .collect()
}

fn is_control(one: char) -> bool {
    one.is_control() && one != '\n'
}

/// Marks of direction, and characters without any width.
const fn is_hidden(one: char) -> bool {
    matches!(
        one,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{061c}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_steers_a_terminal_or_turns_words_is_not_shown() {
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "\u{fffd}[31mred\u{fffd}");
        assert_eq!(visible("a\u{202e}b\u{200b}c\nd"), "abc\nd");
        assert_eq!(visible("£ – é"), "£ – é");
    }
}

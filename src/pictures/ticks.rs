//! Round numbers for the ticks of axes.

/// The most intervals between the ticks of a count.
const MAX_INTERVALS: u32 = 4;

/// The ticks of an axis from 0 to `max`: round numbers in equal steps. The last one is at least `max`.
pub fn counts(max: u32) -> Vec<u32> {
    let max = max.max(1);
    let step = steps().find(|step| max.div_ceil(*step) <= MAX_INTERVALS).unwrap_or(max);
    (0..=max.div_ceil(step)).map(|n| n * step).collect()
}

/// 1, 2, 5, 10, 20, 50, …
fn steps() -> impl Iterator<Item = u32> {
    (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_largest_count() {
        assert_eq!(counts(0), [0, 1]);
        assert_eq!(counts(3), [0, 1, 2, 3]);
        assert_eq!(counts(50), [0, 20, 40, 60]);
        assert_eq!(counts(300), [0, 100, 200, 300]);
        for max in 0..2000 {
            let ticks = counts(max);
            assert!(ticks.len() <= 5 && ticks.last().is_some_and(|last| *last >= max), "{max}: {ticks:?}");
        }
    }
}

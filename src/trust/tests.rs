//! Laws of keys over time, on keys and changes at random: no accepted change rewrites what was, and nobody but the
//! keeper has more after it than before.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{Keys, Standing, Succession};
use crate::process::{Catalogue, Signer};

/// The day of the change; days of keys lie up to three before and behind it.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn day(at: i64) -> NaiveDate {
    let days = Days::new(at.unsigned_abs());
    if at < 0 { today() - days } else { today() + days }
}

/// A key's name and its days, as offsets; the revocation's date and whether signatures stand.
type Key = (u8, Option<i64>, Option<i64>, Option<(i64, bool)>);

fn keys() -> impl Strategy<Value = Vec<Key>> {
    let offset = || prop::option::of(-3..4_i64);
    let key = (0..4_u8, offset(), offset(), prop::option::weighted(0.3, (-3..1_i64, any::<bool>())));
    prop::collection::vec(key, 0..4)
}

fn document(people: &[Vec<Key>]) -> Json {
    let key = |(name, from, until, revoked): &Key| {
        let mut entry = json!({"key": format!("k{name}")});
        if let Some(from) = from {
            entry["from"] = json!(day(*from).to_string());
        }
        if let Some(until) = until {
            entry["until"] = json!(day(*until).to_string());
        }
        if let Some((date, stand)) = revoked {
            entry["revoked"] =
                json!({"date": day(*date).to_string(), "reason": "x", "signatures_stand": stand});
        }
        entry
    };
    let person = |(at, keys): (usize, &Vec<Key>)| json!({"name": format!("p{at}"), "keys": keys.iter().map(key).collect::<Vec<_>>()});
    json!({"role": "fsd", "people": people.iter().enumerate().map(person).collect::<Vec<_>>()})
}

fn read(document: &Json) -> Keys {
    Keys::read(std::iter::once(("acme", document, true)), |key| Some(key.to_owned()))
}

fn accepted(before: &Keys, after: &Keys, keeper: bool) -> bool {
    let signer = Signer { participant: "acme".into(), role: "fsd".into(), person: "p0".into() };
    Succession { before, after, signer: Some(&signer), keeper, today: today() }.judge().is_empty()
}

fn is_good(keys: &Keys, print: &str, at: i64) -> bool {
    keys.holder(print).is_some_and(|holder| holder.standing(day(at)) == Standing::Good)
}

/// Two persons' keys, and those of the same two afterwards: much the same, so that many a change is accepted.
fn changes() -> impl Strategy<Value = (Vec<Vec<Key>>, Vec<Vec<Key>>)> {
    let people = prop::collection::vec(keys(), 2).prop_map(|mut people| {
        // Each key stands once.
        for (number, key) in people.iter_mut().flatten().enumerate() {
            key.0 = u8::try_from(number).unwrap();
        }
        people
    });
    let field = || prop::option::weighted(0.3, prop::option::of(-3..4_i64));
    let change =
        (field(), field(), prop::option::weighted(0.2, prop::option::of((-3..1_i64, any::<bool>()))));
    let new = prop::option::of((0..9_u8, prop::option::of(-1..3_i64)));
    (people, 0..2_usize, any::<prop::sample::Index>(), change, new).prop_map(
        |(before, person, at, (from, until, revoked), new)| {
            let mut after = before.clone();
            let own = &mut after[person];
            if !own.is_empty() {
                let count = own.len();
                let key = &mut own[at.index(count)];
                key.1 = from.unwrap_or(key.1);
                key.2 = until.unwrap_or(key.2);
                key.3 = revoked.unwrap_or(key.3);
            }
            own.extend(new.map(|(name, from)| (name + 4, from, None, None)));
            (before, after)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_048, ..ProptestConfig::default() })]

    #[test]
    fn what_was_is_never_rewritten((before, after) in changes(), keeper in any::<bool>()) {
        let (before, after) = (read(&document(&before)), read(&document(&after)));
        if !accepted(&before, &after, keeper) {
            return Ok(());
        }
        for (print, holder) in before.all() {
            let later = after.holder(print).expect("a key stays");
            for at in -4..0 {
                let (was, is) = (is_good(&before, print, at), is_good(&after, print, at));
                prop_assert!(was || !is, "{print} becomes good on {at}");
                prop_assert!(is || !was || later.revoked != holder.revoked, "{print} was good on {at}");
            }
            let gone = |standing| matches!(standing, Standing::Revoked(_));
            prop_assert!(
                (-4..5).all(|at| !gone(holder.standing(day(at))) || gone(later.standing(day(at)))),
                "{print} is revoked no more"
            );
        }
        for (print, holder) in after.all().filter(|(print, _)| before.holder(print).is_none()) {
            prop_assert!(holder.from.is_none_or(|from| from >= today()), "{print} is dated back");
        }
    }

    #[test]
    fn an_owner_changes_nothing_of_others_and_has_no_more_than_before((before, after) in changes()) {
        let (before, after) = (read(&document(&before)), read(&document(&after)));
        if !accepted(&before, &after, false) {
            return Ok(());
        }
        for (print, holder) in before.all().filter(|(_, holder)| holder.signer.person != "p0") {
            prop_assert_eq!(after.holder(print), Some(holder));
        }
        let lasting = |keys: &Keys| {
            let own = keys.all().filter(|(_, holder)| holder.signer.person == "p0");
            own.filter(|(_, holder)| holder.until.is_none() && holder.revoked.is_none()).count()
        };
        prop_assert!(lasting(&after) <= lasting(&before) + 1);
        prop_assert!(after.all().count() <= before.all().count() + 1);
    }
}

#[test]
fn keepers_are_counted_by_person_and_over_all_the_days_to_come() {
    let catalogue = Catalogue::builtin().unwrap();
    let lapse = |people: &[Vec<Key>], wanted| {
        let keys = read(&document(people));
        keys.lapse(&catalogue, today(), wanted).map(|(at, left)| ((at - today()).num_days(), left))
    };
    let key = |name, from, until| (name, from, until, None);
    // Two keys of one person are one person.
    assert_eq!(lapse(&[vec![key(0, None, None), key(1, None, None)]], 1), None);
    assert_eq!(lapse(&[vec![key(0, None, None), key(1, None, None)]], 2), Some((0, 1)));
    // One key takes over from another on the next day, or a day too late.
    assert_eq!(lapse(&[vec![key(0, None, Some(2)), key(1, Some(3), None)]], 1), None);
    assert_eq!(lapse(&[vec![key(0, None, Some(1)), key(1, Some(3), None)]], 1), Some((2, 0)));
    // Both end: the day after the later end counts.
    assert_eq!(lapse(&[vec![key(0, None, Some(1))], vec![key(1, None, Some(3))]], 1), Some((4, 0)));
    assert_eq!(lapse(&[vec![key(0, None, Some(1))], vec![key(1, None, Some(3))]], 2), Some((2, 1)));
    assert_eq!(lapse(&[vec![(0, None, None, Some((0, true)))]], 1), Some((0, 0)));
}

#[test]
fn an_authority_stands_once_for_a_person() {
    let keys = |entries: &[Json]| read(&json!({"role": "fsd", "people": [{"name": "p0", "keys": entries}]}));
    let authority = json!({"key": "ca", "cert_authority": true, "principals": ["x"]});
    let mut revoked = authority.clone();
    revoked["revoked"] = json!({"date": today().to_string(), "reason": "x"});
    let before = keys(std::slice::from_ref(&revoked));
    // An entry in front of the revoked one would stand in its place.
    assert!(!accepted(&before, &keys(&[authority.clone(), revoked.clone()]), true));
    assert!(!accepted(&before, &keys(&[revoked.clone(), authority]), true));
    assert!(accepted(&before, &keys(&[revoked]), true));
}

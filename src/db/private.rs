//! Creates files that only their owner can read: with mode 0600 whatever the umask, and owned by the owner of the
//! database even if root creates them. SQLite itself gives `-wal` and `-shm` the mode of the database file. If root
//! runs SQLite, they also get the owner of the database file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The suffixes of the files beside a database file, which must be as private as the database.
const SIDECAR_SUFFIXES: [&str; 4] = ["-wal", "-shm", ".lock", ".progress"];

/// The suffix of the name under which a restore keeps the replaced database. A number follows.
pub(super) const BEFORE_RESTORE: &str = ".before-restore-";

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Creates the file `path`, which must not exist yet.
pub(super) fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = only_for_owner(options.read(true).write(true).create_new(true)).open(path)?;
    platform::set_private(&file)?;
    Ok(file)
}

/// Opens the file `path`, or creates it. A new file gets the owner of the file `like`, or of its folder if `like` does
/// not exist.
pub(super) fn open_or_create(path: &Path, like: &Path) -> io::Result<File> {
    match create_new(path) {
        Ok(file) => {
            // Only root can change the owner. A bot that runs as the owner does not need to change it, so ignore the
            // error.
            let owner = Owner::of(like).or_else(|_| Owner::of(folder_of(like)));
            let _ = owner.and_then(|owner| owner.chown(&file));
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(path),
        Err(error) => Err(error),
    }
}

/// Creates an empty database file if there is none, because SQLite would create it with the mode of the umask. Also
/// removes the rights that an older version's umask gave to everybody. If only the group has rights, they stay, because
/// a person must have given them.
pub(super) fn prepare(database: &Path) -> io::Result<()> {
    if !database.exists() {
        open_or_create(database, database)?;
    }
    for path in [database.to_owned()].into_iter().chain(SIDECAR_SUFFIXES.map(|suffix| with_suffix(database, suffix))) {
        if let Err(error) = platform::remove_others_rights(&path) {
            let path = path.display();
            tracing::warn!(%error, "other users of this machine may read {path}; let its owner chmod it 600");
        }
    }
    Ok(())
}

/// Creates a folder that only its owner can use. The parent folder must exist: if it is missing, a disk is probably not
/// mounted.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    platform::private_folder(&mut builder);
    builder.create(path)
}

/// Waits until the folder of `path` is on the disk, so that a new or renamed file survives a crash.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    platform::sync_folder(folder_of(path))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn only_for_owner(options: &mut OpenOptions) -> &OpenOptions {
    platform::private_file(options);
    options
}

pub(super) use platform::Owner;

#[cfg(unix)]
mod platform {
    use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
    use std::path::Path;

    const OWNER_ONLY: u32 = 0o600;
    const FOLDER_OF_OWNER: u32 = 0o700;
    const OTHERS_RIGHTS: u32 = 0o007;
    const ALL_RIGHTS: u32 = 0o777;

    /// The owner, group and mode of a file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Owner {
        user: u32,
        group: u32,
        mode: u32,
    }

    impl Owner {
        pub fn of(path: &Path) -> io::Result<Self> {
            let metadata = fs::metadata(path)?;
            Ok(Self { user: metadata.uid(), group: metadata.gid(), mode: metadata.mode() & ALL_RIGHTS })
        }

        pub fn user(&self) -> u32 {
            self.user
        }

        /// Gives `file` this owner and group. Does nothing if it has them already.
        pub fn chown(&self, file: &File) -> io::Result<()> {
            let metadata = file.metadata()?;
            if (metadata.uid(), metadata.gid()) == (self.user, self.group) {
                return Ok(());
            }
            fchown(file, Some(self.user), Some(self.group))
        }

        /// Gives `file` this owner, group and mode.
        pub fn chown_with_mode(&self, file: &File) -> io::Result<()> {
            self.chown(file)?;
            file.set_permissions(Permissions::from_mode(self.mode))
        }
    }

    pub fn private_file(options: &mut OpenOptions) {
        options.mode(OWNER_ONLY);
    }

    pub fn private_folder(builder: &mut DirBuilder) {
        builder.mode(FOLDER_OF_OWNER);
    }

    /// Sets the mode again after the creation, because a umask can also take rights from the owner.
    pub fn set_private(file: &File) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(OWNER_ONLY))
    }

    pub fn remove_others_rights(path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() && metadata.mode() & OTHERS_RIGHTS != 0 => {
                // Keep the owner's rights: a database that was made read-only stays read-only.
                fs::set_permissions(path, Permissions::from_mode(metadata.mode() & OWNER_ONLY))
            }
            _ => Ok(()),
        }
    }

    pub fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

/// On systems other than Unix, the rights of the folder apply, and files have no owner to preserve.
#[cfg(not(unix))]
mod platform {
    use std::fs::{DirBuilder, File, OpenOptions};
    use std::io;
    use std::path::Path;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Owner;

    impl Owner {
        pub fn of(path: &Path) -> io::Result<Self> {
            std::fs::metadata(path).map(|_| Self)
        }

        pub fn user(&self) -> u32 {
            0
        }

        pub fn chown(&self, _file: &File) -> io::Result<()> {
            Ok(())
        }

        pub fn chown_with_mode(&self, _file: &File) -> io::Result<()> {
            Ok(())
        }
    }

    pub fn private_file(_options: &mut OpenOptions) {}

    pub fn private_folder(_builder: &mut DirBuilder) {}

    pub fn set_private(_file: &File) -> io::Result<()> {
        Ok(())
    }

    pub fn remove_others_rights(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

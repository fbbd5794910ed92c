//! Files for their owner alone: mode 0600 whatever the umask, and owned by the owner of the database, even when root
//! makes them. SQLite gives `-wal` and `-shm` the mode and, as root, the owner of the database file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The files beside a database file, which are as private as it is.
const BESIDE: [&str; 4] = ["-wal", "-shm", ".lock", ".progress"];

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

/// Opens the file `path`, or creates it: then it belongs to the owner of `like`, or of its folder when there is no such
/// file.
pub(super) fn open_or_create(path: &Path, like: &Path) -> io::Result<File> {
    match create_new(path) {
        Ok(file) => {
            // Only root may give a file away. A bot that runs as the owner needs nothing.
            let owner = Owner::of(like).or_else(|_| Owner::of(folder_of(like)));
            let _ = owner.and_then(|owner| owner.take_over(&file));
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(path),
        Err(error) => Err(error),
    }
}

/// Makes an empty database file where there is none, so that SQLite does not create it by the umask; and removes the
/// rights that an older version's umask gave to everybody. The rights of the group stay, because only a person can have
/// given them.
pub(super) fn prepare(database: &Path) -> io::Result<()> {
    if !database.exists() {
        open_or_create(database, database)?;
    }
    for path in [database.to_owned()].into_iter().chain(BESIDE.map(|suffix| with_suffix(database, suffix))) {
        if let Err(error) = platform::close_to_others(&path) {
            let path = path.display();
            tracing::warn!(%error, "other users of this machine may read {path}; let its owner chmod it 600");
        }
    }
    Ok(())
}

/// Creates a folder for its owner alone. The folder above must exist: where it is missing, a disk is not mounted.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    platform::private_folder(&mut builder);
    builder.create(path)
}

/// Waits until the entries of the folder that `path` is in are on the disk.
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
    const OTHERS: u32 = 0o007;
    const ALL_RIGHTS: u32 = 0o777;

    /// Whom a file belongs to, and who may do what with it.
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

        /// Gives `file` to this user and group. Nothing to do for their own file.
        pub fn take_over(&self, file: &File) -> io::Result<()> {
            let metadata = file.metadata()?;
            if (metadata.uid(), metadata.gid()) == (self.user, self.group) {
                return Ok(());
            }
            fchown(file, Some(self.user), Some(self.group))
        }

        /// Gives `file` the same owner and rights.
        pub fn take_over_with_mode(&self, file: &File) -> io::Result<()> {
            self.take_over(file)?;
            file.set_permissions(Permissions::from_mode(self.mode))
        }
    }

    pub fn private_file(options: &mut OpenOptions) {
        options.mode(OWNER_ONLY);
    }

    pub fn private_folder(builder: &mut DirBuilder) {
        builder.mode(FOLDER_OF_OWNER);
    }

    /// A umask can also take rights from the owner.
    pub fn set_private(file: &File) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(OWNER_ONLY))
    }

    pub fn close_to_others(path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() && metadata.mode() & OTHERS != 0 => {
                // The owner's own rights are left: a database that was made read-only stays so.
                fs::set_permissions(path, Permissions::from_mode(metadata.mode() & OWNER_ONLY))
            }
            _ => Ok(()),
        }
    }

    pub fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

/// Elsewhere the folder's rights decide, and there is no owner to keep.
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

        pub fn take_over(&self, _file: &File) -> io::Result<()> {
            Ok(())
        }

        pub fn take_over_with_mode(&self, _file: &File) -> io::Result<()> {
            Ok(())
        }
    }

    pub fn private_file(_options: &mut OpenOptions) {}

    pub fn private_folder(_builder: &mut DirBuilder) {}

    pub fn set_private(_file: &File) -> io::Result<()> {
        Ok(())
    }

    pub fn close_to_others(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

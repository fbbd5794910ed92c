//! The binary. Everything is in the library.

fn main() -> std::process::ExitCode {
    magpie::cli::main()
}

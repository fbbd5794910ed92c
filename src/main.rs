//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    magpie::cli::main()
}

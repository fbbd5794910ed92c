//! config/magpie.toml and the environment; everything validated, every fault told at once.

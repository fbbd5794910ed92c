# Names and descriptions of commands, their options and choices. Keys: see src/discord/commands/wording.rs.

//! The only place that names serenity or poise: commands, components, rendering, messenger, transport.

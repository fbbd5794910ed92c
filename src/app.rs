//! Builds the parts, registers them with each other, starts and stops them (soft, then hard).

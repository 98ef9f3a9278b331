//! Process definitions as data, and the engine that says whether a step is legal. Pure: no git, no clock, no clause, status or field by name.

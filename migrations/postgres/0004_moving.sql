-- One row from the moment a shop's data begins to be copied into this database. Nothing is served from here until all
-- of it has been verified.
CREATE TABLE copied_from (
    source   TEXT PRIMARY KEY,
    finished BOOLEAN NOT NULL
);

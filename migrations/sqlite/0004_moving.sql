-- One row from the moment a shop's data begins to be copied into this database until all of it has been verified.
-- Nothing is served from here meanwhile.
CREATE TABLE unfinished_copy (
    source TEXT PRIMARY KEY
) STRICT;

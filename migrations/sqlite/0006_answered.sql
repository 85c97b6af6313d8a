-- A look-up answers every notice about its payment; they are found without reading all that wait.
CREATE INDEX inbox_by_payment ON inbox (imp_uid) WHERE state = 'new';

-- Nobody asks for the notices of a payment any more; who looks it up knows them.
DROP INDEX inbox_by_payment;

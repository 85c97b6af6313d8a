-- What was typed into a form other than the order form when it was refused, as JSON, to be shown again.
ALTER TABLE customers ADD COLUMN refused_form TEXT;

// Who supplies whom on a day. Reads every such relationship. Parameters: $day (date). Returns supplier, customer (ids).
MATCH (customer:Organization)<-[supply:SUPPLIES]-(supplier:Organization)
WHERE supply.valid_from <= $day < supply.valid_to AND supplier <> customer
RETURN supplier.id AS supplier, customer.id AS customer

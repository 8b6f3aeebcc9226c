// From whom the organization buys: yearly supplies, orders of the last 365 days, payments of the last 365 days, each summed
// by supplier, category and currency. At most 2,000 supplies, and the newest 5,000 orders and payments each.
// (A time is asked for behind a WITH, lest the index on it, over everybody's events, be preferred.)
// Fragment; sees: organization. Markers: VISIBLE, HOLDS. Parameters: $now (datetime).
// Returns sums of {basis, id, name, category, currency, amount, share, stated, said} (basis: supplies, orders, payments;
// said: how many relationships or events, of which `stated` have an amount), evidence of {fact, entity, observed}, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)<-[supply:SUPPLIES WHERE HOLDS(supply)]-(other:Organization)
  WHERE VISIBLE(other)
  WITH other, supply ORDER BY coalesce(supply.amount, 0) DESC, other.id LIMIT 2001
  RETURN collect({basis: 'supplies', id: other.id, name: other.name, category: supply.category,
                  currency: supply.amount_currency, amount: supply.amount, share: supply.share,
                  stated: CASE WHEN supply.amount IS NULL THEN 0 ELSE 1 END, said: 1}) AS supplies,
         collect(other)[..5] AS first_supplies
}
CALL (organization) {
  MATCH (organization)-[:BUYS]->(order:Order)
  WHERE VISIBLE(order)
  WITH order, order.at AS at WHERE $now - duration({days: 365}) < at <= $now
  WITH order ORDER BY at DESC, order.id LIMIT 5001
  MATCH (order)<-[:SELLS]-(other)
  WHERE VISIBLE(other)
  WITH other, order.category AS category, order.amount_currency AS currency, sum(order.amount) AS amount,
       count(order.amount) AS stated, count(*) AS said, collect(order)[..2] AS some
  WITH other, category, currency, amount, stated, said, some ORDER BY amount DESC, other.id
  RETURN collect({basis: 'orders', id: other.id, name: other.name, category: category, currency: currency,
                  amount: amount, share: null, stated: stated, said: said}) AS orders,
         [each IN collect(some)[..5] | each[0]] AS first_orders, sum(said) > 5000 AS more_orders
}
CALL (organization) {
  MATCH (organization)-[:PAYS]->(payment:Payment)
  WHERE VISIBLE(payment)
  WITH payment, payment.at AS at WHERE $now - duration({days: 365}) < at <= $now
  WITH payment ORDER BY at DESC, payment.id LIMIT 5001
  MATCH (payment)<-[:IS_PAID]-(other)
  WHERE VISIBLE(other)
  WITH other, payment.category AS category, payment.amount_currency AS currency, sum(payment.amount) AS amount,
       count(payment.amount) AS stated, count(*) AS said, collect(payment)[..2] AS some
  WITH other, category, currency, amount, stated, said, some ORDER BY amount DESC, other.id
  RETURN collect({basis: 'payments', id: other.id, name: other.name, category: category, currency: currency,
                  amount: amount, share: null, stated: stated, said: said}) AS payments,
         [each IN collect(some)[..5] | each[0]] AS first_payments, sum(said) > 5000 AS more_payments
}
CALL (first_supplies, first_orders, first_payments) {
  UNWIND first_supplies + first_orders + first_payments AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {sums: supplies[..2000] + orders + payments, evidence: evidence,
        cut: size(supplies) > 2000 OR more_orders OR more_payments}

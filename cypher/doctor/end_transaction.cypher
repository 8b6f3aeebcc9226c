// End a transaction. Parameters: $transaction (id). Returns message.
TERMINATE TRANSACTIONS $transaction YIELD message
RETURN message

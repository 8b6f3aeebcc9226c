// The transactions that run under a tag. Parameters: $tag. Returns transaction (id).
SHOW TRANSACTIONS YIELD transactionId, metaData
WHERE metaData.tag = $tag
RETURN transactionId AS transaction

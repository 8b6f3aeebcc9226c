"""Who saw what: a log that is only added to, an entry before every answer, chained so that no change goes unseen."""

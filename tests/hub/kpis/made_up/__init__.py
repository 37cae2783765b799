"""A company that sells software by the month, made up: the rows of every canonical table, the same in every run.

It has what real books have: answers that are missing, accounts without contacts or licences, notice given for a day
ahead, open tickets, credit notes, messages from nobody knows whom.
"""

"""What is found in any text: dates, identifiers, addresses, countries, and the language it is in."""

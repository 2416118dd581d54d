"""Values -> Adaptive Cards 1.5, as Teams shows them: https://adaptivecards.microsoft.com"""

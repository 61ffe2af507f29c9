-- Spending is one call: balance and ledger change together, or the caller gets INSUFFICIENT_CREDITS.
CREATE OR REPLACE FUNCTION public.spend_credits(
  p_user_id UUID,
  p_amount INTEGER,
  p_reason public.credit_reason,
  p_reference_id UUID DEFAULT NULL
)
RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  new_balance INTEGER;
BEGIN
  IF p_amount <= 0 THEN
    RAISE EXCEPTION 'amount must be positive, got %', p_amount USING ERRCODE = '22023';
  END IF;

  UPDATE public.user_credits
  SET balance = balance - p_amount,
      lifetime_spent = lifetime_spent + p_amount
  WHERE user_id = p_user_id AND balance >= p_amount
  RETURNING balance INTO new_balance;

  IF NOT FOUND THEN
    RAISE EXCEPTION 'INSUFFICIENT_CREDITS' USING ERRCODE = 'P0001';
  END IF;

  INSERT INTO public.credit_transactions (user_id, amount, reason, reference_id)
  VALUES (p_user_id, -p_amount, p_reason, p_reference_id);

  RETURN new_balance;
END;
$$;

REVOKE ALL ON FUNCTION public.spend_credits(UUID, INTEGER, public.credit_reason, UUID)
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.spend_credits(UUID, INTEGER, public.credit_reason, UUID) TO service_role;

-- Credits: a balance per user and the ledger it is made of. New users start with fifty.
CREATE TABLE public.user_credits (
  user_id UUID PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  balance INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0),
  lifetime_spent INTEGER NOT NULL DEFAULT 0 CHECK (lifetime_spent >= 0),
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TYPE public.credit_reason AS ENUM ('signup_bonus', 'purchase', 'image', 'video', 'refund', 'adjustment');

CREATE TABLE public.credit_transactions (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES public.user_credits (user_id) ON DELETE CASCADE,
  amount INTEGER NOT NULL CHECK (amount <> 0),
  reason public.credit_reason NOT NULL,
  reference_id UUID,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX idx_credit_transactions_user ON public.credit_transactions (user_id, created_at DESC);

CREATE TRIGGER update_user_credits_updated_at
  BEFORE UPDATE ON public.user_credits
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE OR REPLACE FUNCTION public.handle_new_user()
RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
  signed_up_at TIMESTAMPTZ := COALESCE(NEW.created_at, NOW());
  signup_bonus CONSTANT INTEGER := 50;
BEGIN
  INSERT INTO public.profiles (id, display_name, avatar_url, created_at, updated_at)
  VALUES (
    NEW.id,
    COALESCE(NEW.raw_user_meta_data ->> 'full_name', split_part(NEW.email, '@', 1), ''),
    NEW.raw_user_meta_data ->> 'avatar_url',
    signed_up_at,
    signed_up_at
  )
  ON CONFLICT (id) DO NOTHING;

  INSERT INTO public.user_credits (user_id, balance, created_at, updated_at)
  VALUES (NEW.id, signup_bonus, signed_up_at, signed_up_at)
  ON CONFLICT (user_id) DO NOTHING;

  INSERT INTO public.credit_transactions (user_id, amount, reason, created_at)
  VALUES (NEW.id, signup_bonus, 'signup_bonus', signed_up_at);

  RETURN NEW;
END;
$$;

-- Everybody who is already here gets the bonus too.
INSERT INTO public.user_credits (user_id, balance)
SELECT id, 50 FROM auth.users
ON CONFLICT (user_id) DO NOTHING;

INSERT INTO public.credit_transactions (user_id, amount, reason)
SELECT c.user_id, c.balance, 'signup_bonus'
FROM public.user_credits c
WHERE NOT EXISTS (SELECT 1 FROM public.credit_transactions t WHERE t.user_id = c.user_id);

ALTER TABLE public.user_credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_transactions ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view their own balance"
  ON public.user_credits FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()));

CREATE POLICY "Users can view their own transactions"
  ON public.credit_transactions FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()));
